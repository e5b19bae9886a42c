// Exchanges the one-time token of the address's fragment, which no server ever sees in an address, for a session.
'use strict';

async function signIn(token) {
  const answer = await fetch('/auth/session', {
    method: 'POST',
    headers: { 'X-App': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error.message);
  // boot.js sends it with every call. Storage belongs to this origin with its port; cookies do not.
  localStorage.setItem('ledgerbridge-session-key', body.key);
}

const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
signIn(token).then(
  () => location.replace('/'),
  (error) => (document.getElementById('text').textContent = error.message),
);

// Ends a sign-in: exchanges the one-time token of the address's fragment, which no server ever sees in an address, for a
// session. Without a token it begins one, for a server of a team.
'use strict';

const PROBLEMS = {
  'no-member': 'You are signed in, but not a member of this team. Ask who runs the server to add you, then sign in again.',
  refused: 'The sign-in did not work. Open this page again to try once more.',
};

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'X-App': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error.message);
  return found;
}

async function signIn(fragment) {
  const [, problem] = fragment.split('error=');
  if (problem !== undefined) throw new Error(PROBLEMS[problem] ?? PROBLEMS.refused);
  const answer = fragment ? await post('/auth/session', { token: fragment }) : await post('/auth/sign-in', {});
  if (answer.url) return location.replace(answer.url); // to the sign-in service, which leads back here
  // boot.js sends it with every call. Storage belongs to this origin with its port; cookies do not.
  localStorage.setItem('ledgerbridge-session-key', answer.key);
  location.replace('/');
}

const fragment = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
signIn(fragment).catch((error) => (document.getElementById('text').textContent = error.message));

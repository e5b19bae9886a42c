// The browser's half of the ciphers: WebCrypto. web_cipher.cpp declares these functions and says what they
// promise.
addToLibrary({
  $cipherKeys: '=new Map()', // number -> CryptoKey
  // number -> { context, onBytes, onDone } of those that still have somebody to tell
  $cipherRequests: '=new Map()',
  $webCipher__deps: [
    '$cipherKeys', '$cipherRequests', '$UTF8ToString', '$stringToUTF8OnStack', '$stackSave', '$stackRestore',
  ],
  $webCipher: {
    nextRequest: 1,
    nextKey: 1,
    vectorSize: 12,
    doesNotOpen: { name: 'DoesNotOpen', message: '' },

    subtle() {
      if (!globalThis.crypto?.subtle) throw { name: 'NoWebCrypto', message: 'this page is no secure context' };
      return crypto.subtle;
    },

    // Always calls back later, so that whoever asks can get ready to wait.
    run(request, job, work) {
      Promise.resolve().then(work).then(
        (result) => webCipher.finish(request, job, 0, result, ''),
        (error) => {
          const status = error === webCipher.doesNotOpen ? 1 : 2;
          webCipher.finish(request, job, status, null, webCipher.describe(error));
        },
      );
    },

    describe(error) {
      return `${error.name || 'Error'}: ${error.message || error}`;
    },

    // The result is bytes, or the number of a key, which nobody but a request keeps.
    finish(request, job, status, result, text) {
      const entry = cipherRequests.get(request);
      if (!entry) {
        if (typeof result === 'number') cipherKeys.delete(result);
        return;
      }
      const { context, onBytes, onDone } = entry;
      const key = typeof result === 'number' ? result : 0;
      if (result instanceof Uint8Array) {
        const address = {{{ makeDynCall('ppii', 'onBytes') }}}(context, job, result.length);
        HEAPU8.set(result, address);
      }
      const stack = stackSave();
      {{{ makeDynCall('vpiiip', 'onDone') }}}(context, job, status, key, stringToUTF8OnStack(text));
      stackRestore(stack);
    },

    cipher(vector, associated) {
      const additionalData = new TextEncoder().encode(associated);
      return { name: 'AES-GCM', iv: vector, additionalData, tagLength: 128 };
    },

    derive: async (passphrase, salt, iterations) => {
      const subtle = webCipher.subtle();
      const text = new TextEncoder().encode(passphrase);
      const base = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey']);
      const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
      const cipher = { name: 'AES-GCM', length: 256 };
      const key = await subtle.deriveKey(derivation, base, cipher, false, ['encrypt', 'decrypt']);
      const number = webCipher.nextKey++;
      cipherKeys.set(number, key);
      return number;
    },

    seal: async (key, plain, associated) => {
      const vector = crypto.getRandomValues(new Uint8Array(webCipher.vectorSize));
      const cipher = webCipher.cipher(vector, associated);
      const encrypted = await webCipher.subtle().encrypt(cipher, cipherKeys.get(key), plain);
      const sealed = new Uint8Array(vector.length + encrypted.byteLength);
      sealed.set(vector);
      sealed.set(new Uint8Array(encrypted), vector.length);
      return sealed;
    },

    open: async (key, sealed, associated) => {
      const vector = sealed.subarray(0, webCipher.vectorSize);
      if (vector.length < webCipher.vectorSize) throw webCipher.doesNotOpen;
      const cipher = webCipher.cipher(vector, associated);
      const encrypted = sealed.subarray(webCipher.vectorSize);
      try {
        return new Uint8Array(await webCipher.subtle().decrypt(cipher, cipherKeys.get(key), encrypted));
      } catch (error) {
        throw error.name === 'OperationError' ? webCipher.doesNotOpen : error;
      }
    },
  },

  web_cipher_begin__deps: ['$webCipher'],
  web_cipher_begin: (context, onBytes, onDone) => {
    const request = webCipher.nextRequest++;
    cipherRequests.set(request, { context, onBytes, onDone });
    return request;
  },

  web_cipher_derive__deps: ['$webCipher'],
  web_cipher_derive: (request, passphrase, salt, saltSize, iterations) => {
    const text = UTF8ToString(passphrase);
    const bytes = HEAPU8.slice(salt, salt + saltSize);
    webCipher.run(request, 0, () => webCipher.derive(text, bytes, iterations));
  },

  web_cipher_seal__deps: ['$webCipher'],
  web_cipher_seal: (request, job, key, bytes, size, associated) => {
    const plain = HEAPU8.slice(bytes, bytes + size);
    const text = UTF8ToString(associated);
    webCipher.run(request, job, () => webCipher.seal(key, plain, text));
  },

  web_cipher_open__deps: ['$webCipher'],
  web_cipher_open: (request, job, key, bytes, size, associated) => {
    const sealed = HEAPU8.slice(bytes, bytes + size);
    const text = UTF8ToString(associated);
    webCipher.run(request, job, () => webCipher.open(key, sealed, text));
  },

  web_cipher_forget__deps: ['$webCipher'],
  web_cipher_forget: (request) => {
    cipherRequests.delete(request);
  },

  web_cipher_drop_key__deps: ['$webCipher'],
  web_cipher_drop_key: (key) => {
    cipherKeys.delete(key);
  },
});

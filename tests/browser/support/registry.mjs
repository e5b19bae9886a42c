// The tests of the file that is being loaded. A test file calls test(…) and is done.

const tests = [];

/**
 * @param {string} name a sentence about what holds
 * @param {(world: {server, browser, page}) => Promise<void>} body `page` is a fresh tab that has
 *   started; with {open: false} there is none and the body opens its own,
 *   and with {bare: true} there is no server and no browser either
 * @param {{open?: boolean, bare?: boolean, server?: string[], browser?: object, timeout?: number, long?: boolean}} options
 */
export function test(name, body, options = {}) {
  tests.push({ name, body, options });
}

/** Hands over what was registered since the last call. */
export function takeTests() {
  return tests.splice(0);
}

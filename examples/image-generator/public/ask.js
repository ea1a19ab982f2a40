/** @typedef {{ status: number, body: any }} Answer */

/**
 * Asks the shop, again and again if it does not answer or is in trouble: a request with an id may be sent twice.
 * Throws if it has been in trouble for half a minute.
 *
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {() => void} [onWait]
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, body, onWait) {
  const request = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path, request).catch(() => null);
    if (response !== null && response.status < 500) return { status: response.status, body: await response.json() };
    if (attempt === 8) throw new Error('The shop does not answer.');
    onWait?.();
    await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** attempt, 8_000)));
  }
}

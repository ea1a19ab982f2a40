import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ prompt: string, quality: import('./plans.js').Quality, svg: string }} Picture */
/** @typedef {ReturnType<typeof createPictures>} Pictures */

/**
 * Pictures in files, a folder for each customer. That one is here does not mean that it is sold: Misura knows that.
 *
 * @param {string} folder
 */
export function createPictures(folder) {
  return {
    /**
     * @param {string} customer
     * @param {string} id
     * @returns {Promise<Picture | null>}
     */
    async find(customer, id) {
      try {
        return JSON.parse(await readFile(join(folder, customer, `${id}.json`), 'utf8'));
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
        throw error;
      }
    },
    /**
     * Keeps it whole or not at all, whenever the process may end.
     *
     * @param {string} customer
     * @param {string} id
     * @param {Picture} picture
     */
    async keep(customer, id, picture) {
      await mkdir(join(folder, customer), { recursive: true });
      const unfinished = join(folder, customer, `${randomUUID()}.unfinished`);
      await writeFile(unfinished, JSON.stringify(picture), { flush: true });
      await rename(unfinished, join(folder, customer, `${id}.json`));
    },
  };
}

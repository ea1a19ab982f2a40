import { ask } from './ask.js';
import { find, make } from './dom.js';

/** @typedef {{ id: string, prompt: string, quality: string, url: string }} Image */

/** @param {Image} image */
function show({ id, prompt, quality, url }) {
  const item = make('li', { id: `image-${id}` }, make('img', { src: url, alt: prompt, loading: 'lazy' }));
  item.append(make('p', {}, prompt, ...(quality === 'hd' ? [make('span', { class: 'badge' }, 'HD')] : [])));
  return item;
}

/** All that are sold, the latest first. What is being painted stays in front. */
export async function loadImages() {
  const { status, body } = await ask('GET', '/images');
  if (status !== 200) return;
  const list = find('images', HTMLElement);
  const painting = [...list.children].filter((item) => item.classList.contains('painting'));
  list.replaceChildren(...painting, ...body.map(show));
  showEmpty();
}

/** How many there are to see. */
export function countImages() {
  return find('images', HTMLElement).querySelectorAll('img').length;
}

/**
 * A place for a picture that is being made.
 *
 * @param {string} prompt
 */
export function startImage(prompt) {
  const item = make('li', { class: 'painting' }, make('div', { class: 'canvas' }), make('p', {}, prompt));
  find('images', HTMLElement).prepend(item);
  showEmpty();
  return {
    /** @param {Image | null} image Null: there will be none. */
    end(image) {
      // It may be there already: usage was told of first.
      if (image !== null && document.getElementById(`image-${image.id}`) === null) item.replaceWith(show(image));
      else item.remove();
      showEmpty();
    },
  };
}

function showEmpty() {
  find('empty', HTMLElement).hidden = find('images', HTMLElement).childElementCount > 0;
}

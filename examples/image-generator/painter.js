// Stands in for the model. The same words give the same picture, and nothing is asked of the network.

import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown where a model would time out, run out of memory or decline. */
export class CannotBePainted extends Error {}

const moods = [
  { words: /night|moon|star|dark/i, hue: 232, night: true },
  { words: /sun|dusk|evening|autumn|fire|desert/i, hue: 18 },
  { words: /snow|winter|ice|mountain|peak/i, hue: 208, peaks: true },
  { words: /forest|tree|wood|garden|spring/i, hue: 128 },
];

/** @typedef {(prompt: string, quality: import('./plans.js').Quality) => Promise<string>} Painter */

/**
 * @param {number} takesMs
 * @returns {Painter}
 */
export function createPainter(takesMs) {
  return async (prompt, quality) => {
    await sleep(takesMs);
    if (/square circle/i.test(prompt)) throw new CannotBePainted('A square circle cannot be painted.');
    return draw(prompt, quality === 'hd');
  };
}

/**
 * @param {string} prompt
 * @param {boolean} fine
 */
function draw(prompt, fine) {
  const random = seeded(prompt);
  const mood = moods.find(({ words }) => words.test(prompt));
  const hue = mood?.hue ?? Math.floor(random() * 360);
  const night = mood?.night ?? false;
  const sky = [`hsl(${hue} 60% ${night ? 12 : 88}%)`, `hsl(${(hue + 330) % 360} 70% ${night ? 32 : 76}%)`];
  const [x, y, r] = [120 + random() * 560, 110 + random() * 150, 34 + random() * 40];
  const layers = fine ? 8 : 4;
  const water = /sea|ocean|lake|water|river|harbou?r|boat|ship|lighthouse/i.test(prompt);

  const parts = [`<rect width="800" height="600" fill="url(#sky)"/>`];
  for (let i = 0; night && i < (fine ? 140 : 50); i++) {
    parts.push(dot(random() * 800, random() * 380, 0.6 + random() * 1.6, 'hsl(50 80% 90%)', 0.3 + random() * 0.7));
  }
  parts.push(dot(x, y, r * 3.2, 'url(#glow)', 1), dot(x, y, r, 'hsl(44 95% 84%)', 1));
  for (let i = 0; i < layers; i++) {
    const near = (i + 1) / layers;
    const top = 270 + near * (water ? 110 : 230);
    const lightness = night ? 30 - near * 22 : 74 - near * 48;
    const color = `hsl(${(hue + near * 34) % 360} ${28 + near * 22}% ${lightness}%)`;
    parts.push(`<path d="${ridge(random, top, mood?.peaks ? 62 : 30 + near * 16, mood?.peaks)}" fill="${color}"/>`);
  }
  if (water) parts.push(...sea(random, night, fine));
  const title = prompt.replaceAll(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="${fine ? 1600 : 800}" height="${fine ? 1200 : 600}">`,
    `<title>${title}</title>`,
    `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient>`,
    '<radialGradient id="glow"><stop offset=".25" stop-color="#fff3cf" stop-opacity=".6"/><stop offset="1" stop-color="#fff3cf" stop-opacity="0"/></radialGradient>',
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/**
 * @param {() => number} random
 * @param {number} top
 * @param {number} height
 * @param {boolean | undefined} sharp
 */
function ridge(random, top, height, sharp) {
  const waves = Array.from({ length: 4 }, (_, i) => ({ size: 1 / (i + 1), turns: (i + 0.6) * 2.4, at: random() * 7 }));
  const step = sharp ? 46 : 12;
  let path = 'M0 600';
  for (let x = 0; x <= 800 + step; x += step) {
    const rise = waves.reduce((sum, { size, turns, at }) => sum + size * Math.sin((x / 800) * turns + at), 0);
    path += `L${x} ${(top - height * (rise + (sharp ? random() * 1.4 : 0))).toFixed(1)}`;
  }
  return `${path}V600Z`;
}

/**
 * @param {() => number} random
 * @param {boolean} night
 * @param {boolean} fine
 */
function sea(random, night, fine) {
  const parts = [`<rect y="400" width="800" height="200" fill="hsl(206 52% ${night ? 15 : 48}%)"/>`];
  for (let i = 0; i < (fine ? 90 : 34); i++) {
    const y = 408 + random() * 186;
    const length = (y - 390) * (0.3 + random());
    parts.push(
      `<path d="M${(random() * 800).toFixed(1)} ${y.toFixed(1)}h${length.toFixed(1)}" stroke="white" stroke-opacity="${(0.08 + random() * 0.3).toFixed(2)}" stroke-width="2.5" stroke-linecap="round"/>`,
    );
  }
  return parts;
}

/** @type {(x: number, y: number, r: number, color: string, opacity: number) => string} */
function dot(x, y, r, color, opacity) {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${color}" fill-opacity="${opacity.toFixed(2)}"/>`;
}

/**
 * Random numbers that are the same for the same text (FNV-1a, then mulberry32).
 *
 * @param {string} text
 */
function seeded(text) {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text.trim().toLowerCase())) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

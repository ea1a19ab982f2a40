import { useRef } from 'react';

/**
 * Names a request for the server, so that one which is sent again, because no answer came, is done once. The same name for the
 * same input, and another one when something in it was changed.
 */
export function useRequestName(): (input: object) => string {
  const last = useRef({ text: '', name: '' });
  return (input) => {
    const text = JSON.stringify(input);
    if (text !== last.current.text) last.current = { text, name: randomName() };
    return last.current.name;
  };
}

/** `crypto.randomUUID` is missing where the page came over plain HTTP. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `dashboard-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** A colour of the tokens as the canvas takes it. It has no variables, and no `light-dark()`. */
export function drawnColor(element: Element, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Calls back when the page changes between light and dark, by the screen or by the switch. */
export function onColorsChanged(callback: () => void): () => void {
  const screen = matchMedia('(prefers-color-scheme: dark)');
  const switched = new MutationObserver(callback);
  screen.addEventListener('change', callback);
  switched.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    screen.removeEventListener('change', callback);
    switched.disconnect();
  };
}

import { Window } from 'happy-dom';
import type { ReactNode } from 'react';
import type { Root } from 'react-dom/client';

export type Page = {
  /** What the user sees. */
  text(): string;
  render(element: ReactNode): void;
  /** Into HTML that a server has made. What React has to say against it is in `complaints`. */
  hydrate(html: string, element: ReactNode): void;
  click(selector: string): void;
  readonly complaints: readonly unknown[];
  /** Ends it, and leaves nothing of it in the global scope. */
  close(): Promise<void>;
};

/** A document with React in it, which looks for its window in the global scope: it is there until `close`. */
export async function openPage(): Promise<Page> {
  const window = new Window();
  const globals: Record<string, unknown> = globalThis;
  // Newer versions of Node have a navigator of their own.
  const missing = Object.entries({ window, document: window.document, navigator: window.navigator }).filter(
    ([name]) => !(name in globals),
  );
  for (const [name, value] of missing) globals[name] = value;
  const { createRoot, hydrateRoot } = await import('react-dom/client');
  const container = window.document.createElement('div');
  window.document.body.append(container);
  const complaints: unknown[] = [];
  const options = { onRecoverableError: (error: unknown) => complaints.push(error) };
  const element = container as unknown as Element;
  let root: Root | null = null;
  return {
    text: () => container.textContent,
    render(node) {
      root ??= createRoot(element, options);
      root.render(node);
    },
    hydrate(html, node) {
      container.innerHTML = html;
      root = hydrateRoot(element, node, options);
    },
    click: (selector) => container.querySelector(selector)?.dispatchEvent(new window.Event('click', { bubbles: true })),
    complaints,
    async close() {
      root?.unmount();
      await window.happyDOM.close();
      for (const [name] of missing) delete globals[name];
    },
  };
}

import type { JsonValue } from '@misura/client';
import { jsonTokens } from '../format/json-tokens.ts';
import style from './json-view.module.css';

/** JSON as it is, indented. Text that a browser could take for something else is shown as text. */
export function JsonView({ value, label }: { readonly value: JsonValue; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not keep the text as it is laid out.
    <pre className={style.json} role="group" aria-label={label} tabIndex={0}>
      {jsonTokens(value).map(({ kind, text }, place) =>
        kind === 'mark' ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token has nothing but its place.
          <span key={place} className={style[kind]}>
            {text}
          </span>
        ),
      )}
    </pre>
  );
}

import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { Field } from '@base-ui/react/field';
import { type ReactNode, useRef, useState } from 'react';
import style from './combobox.module.css';
import fieldStyle from './field.module.css';

export type Suggestion = { readonly value: string; readonly note?: string };

type SuggestFieldProps = {
  readonly name: string;
  readonly label: ReactNode;
  /** The label is heard only: for bars. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  readonly placeholder?: string;
  readonly code?: boolean;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** It is about to be used: time to ask for suggestions. */
  readonly onFocus?: () => void;
  readonly suggestions: readonly Suggestion[];
  /** They are those for what was typed, from the server: not to be sifted here again. */
  readonly isSifted?: boolean;
  readonly className?: string;
};

const textOf = ({ value }: Suggestion) => value;

/** A line of text with suggestions, of which none has to be taken: for names that the server knows some of. */
export function SuggestField({
  name,
  label,
  isLabelHidden = false,
  hint,
  optional = false,
  placeholder,
  code = false,
  value,
  onValue,
  onFocus,
  suggestions,
  isSifted = false,
  className = '',
}: SuggestFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // The list belongs to the dialog or the page that the field is in, not beside them.
  const home = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  // Sifted here and not by the library, so that it is known whether there is a list: Escape closes what can be seen.
  const { contains } = Base.useFilter();
  const fitting = isSifted ? suggestions : suggestions.filter((item) => contains(item, value, textOf));
  const isShown = isOpen && fitting.length > 0;
  return (
    <Field.Root name={name} className={`${fieldStyle.field} ${className}`}>
      <Field.Label className={isLabelHidden ? 'visually-hidden' : fieldStyle.label}>
        {label} {optional && <span className={fieldStyle.optional}>optional</span>}
      </Field.Label>
      <Base.Root
        // Not in a popup of the library's: around that it hides the page from screen readers, and leaves it to Tab.
        inline
        open={isOpen}
        onOpenChange={setOpen}
        items={fitting}
        filter={null}
        value={value}
        onValueChange={onValue}
        itemToStringValue={textOf}
        openOnInputClick
      >
        <Base.Input
          ref={input}
          className={`${fieldStyle.control} ${code ? fieldStyle.code : ''}`}
          placeholder={placeholder}
          spellCheck={false}
          aria-expanded={isShown}
          onFocus={(event) => {
            onFocus?.();
            home.current = event.currentTarget.closest<HTMLElement>('[role="dialog"], main');
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isShown) return;
            // The list alone, and not the dialog around it.
            event.stopPropagation();
            event.preventBaseUIHandler();
            setOpen(false);
          }}
        />
        {isShown && (
          <Base.Portal container={home}>
            <Base.Positioner anchor={input} className={style.positioner} sideOffset={4}>
              <Base.List className={style.popup} onMouseDown={(event) => event.preventDefault()}>
                {(item: Suggestion) => (
                  <Base.Item
                    key={item.value}
                    value={item}
                    className={style.item}
                    onClick={() => {
                      onValue(item.value);
                      setOpen(false);
                    }}
                  >
                    <span>{item.value}</span>
                    {item.note && <span className={style.note}>{item.note}</span>}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Positioner>
          </Base.Portal>
        )}
      </Base.Root>
      <Field.Error className={fieldStyle.error} />
      {hint && <Field.Description className={fieldStyle.hint}>{hint}</Field.Description>}
    </Field.Root>
  );
}

import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import style from './field.module.css';

type FieldProps = {
  /** Its place in the input, `charges.0.name`: what the server says about that place is shown here. */
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Says so beside the label. What is not optional is required, and needs no star. */
  readonly optional?: boolean | undefined;
  /** What is wrong, where that is known here. What the server says needs nothing. */
  readonly error?: string | null | undefined;
  readonly className?: string | undefined;
};

function Frame({
  name,
  label,
  hint,
  optional = false,
  error = null,
  className = '',
  children,
}: FieldProps & { readonly children: ReactNode }) {
  return (
    <Base.Root name={name} className={`${style.field} ${className}`} invalid={error === null ? undefined : true}>
      <Base.Label className={style.label}>
        {label} {optional && <span className={style.optional}>optional</span>}
      </Base.Label>
      {children}
      {error !== null && (
        <Base.Error match className={style.error}>
          {error}
        </Base.Error>
      )}
      {error === null && <Base.Error className={style.error} />}
      {hint && <Base.Description className={style.hint}>{hint}</Base.Description>}
    </Base.Root>
  );
}

type ControlOf<TElement extends 'input' | 'textarea' | 'select'> = Omit<
  ComponentProps<TElement>,
  'name' | 'className' | 'value' | 'defaultValue' | 'onChange'
> & {
  readonly value: string;
  readonly onValue: (value: string) => void;
};

/** One line of text. `code` for keys, ids and numbers that code reads. */
export function TextField({
  name,
  label,
  hint,
  optional,
  error,
  className,
  code = false,
  value,
  onValue,
  ...rest
}: FieldProps & ControlOf<'input'> & { readonly code?: boolean }) {
  return (
    <Frame {...{ name, label, hint, optional, error, className }}>
      <Base.Control
        className={`${style.control} ${code ? style.code : ''}`}
        autoComplete="off"
        spellCheck={!code}
        {...rest}
        value={value}
        onValueChange={(next) => onValue(String(next))}
      />
    </Frame>
  );
}

/** Several lines of text. */
export function TextArea({
  name,
  label,
  hint,
  optional,
  error,
  className,
  code = false,
  value,
  onValue,
  ...rest
}: FieldProps & ControlOf<'textarea'> & { readonly code?: boolean }) {
  return (
    <Frame {...{ name, label, hint, optional, error, className }}>
      <Base.Control
        className={`${style.control} ${code ? style.code : ''}`}
        render={<textarea rows={3} spellCheck={!code} {...rest} />}
        value={value}
        onValueChange={(next) => onValue(String(next))}
      />
    </Frame>
  );
}

export type Choice<TValue extends string> = { readonly value: TValue; readonly label: string };

/** One of a few. The browser's own list: it works with every keyboard, finger and screen reader there is. */
export function SelectField<TValue extends string>({
  name,
  label,
  hint,
  optional,
  error,
  className,
  value,
  onValue,
  choices,
  ...rest
}: FieldProps &
  Omit<ControlOf<'select'>, 'value' | 'onValue'> & {
    readonly value: TValue;
    readonly onValue: (value: TValue) => void;
    readonly choices: readonly Choice<TValue>[];
  }) {
  return (
    <Frame {...{ name, label, hint, optional, error, className }}>
      <Base.Control
        className={style.control}
        render={
          <select {...rest}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        }
        value={value}
        onValueChange={(next) => onValue(String(next) as TValue)}
      />
    </Frame>
  );
}

/** Yes or no. */
export function CheckField({
  name,
  label,
  hint,
  checked,
  onChecked,
}: FieldProps & { readonly checked: boolean; readonly onChecked: (checked: boolean) => void }) {
  return (
    <Base.Root name={name} className={style.field}>
      <Base.Label className={style.check}>
        <input type="checkbox" name={name} checked={checked} onChange={(event) => onChecked(event.target.checked)} />
        <span>{label}</span>
      </Base.Label>
      {hint && <Base.Description className={style.hint}>{hint}</Base.Description>}
      <Base.Error className={style.error} />
    </Base.Root>
  );
}

/** A short list in a bar, with its label beside it or heard only. */
export function BarSelect<TValue extends string>({
  label,
  isLabelShown = false,
  value,
  onValue,
  choices,
}: {
  readonly label: string;
  readonly isLabelShown?: boolean;
  readonly value: TValue;
  readonly onValue: (value: TValue) => void;
  readonly choices: readonly Choice<TValue>[];
}) {
  return (
    <label className={style.beside}>
      <span className={isLabelShown ? style.label : 'visually-hidden'}>{label}</span>
      <select className={style.control} value={value} onChange={(event) => onValue(event.target.value as TValue)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

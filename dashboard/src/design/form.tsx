import { Form as Base } from '@base-ui/react/form';
import { type ReactNode, useRef, useState } from 'react';
import { type FieldErrors, type Issue, issuesByField } from '../format/issues.ts';
import { Button } from './button.tsx';
import style from './form.module.css';
import { Failure, Notice } from './notice.tsx';

/** What a mutation answers: its payload, or one of the failures that are to be expected. */
export type Result =
  | { readonly __typename: string; readonly message?: string | undefined; readonly issues?: readonly Issue[] }
  | null
  | undefined;

type ResultFormProps<TResult extends Result> = {
  /** Sends what was typed. Whatever it throws is shown too. */
  readonly send: () => Promise<TResult>;
  /** It was done: `result` is the payload, of which it is known by the end of its name. */
  readonly onDone: (result: Extract<TResult, { readonly __typename: `${string}Payload` }>) => void;
  /** Which field a failure other than `InvalidInput` is about: `{ MeterKeyTaken: 'key' }`. */
  readonly fieldOf?: Readonly<Record<string, string>> | undefined;
  readonly submit: string;
  readonly onCancel?: (() => void) | undefined;
  readonly isDangerous?: boolean | undefined;
  readonly children?: ReactNode;
};

const none: FieldErrors = { fields: {}, rest: [] };

/**
 * A form for one mutation. `InvalidInput` puts each issue to the field that is named for its path; what belongs to no field,
 * and every other failure, is said above the buttons.
 */
export function ResultForm<TResult extends Result>({
  send,
  onDone,
  fieldOf = {},
  submit,
  onCancel,
  isDangerous = false,
  children,
}: ResultFormProps<TResult>) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState(none);
  const [thrown, setThrown] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function submitOnce() {
    if (isBusy) return;
    setBusy(true);
    setErrors(none);
    setThrown(null);
    try {
      const result = await send();
      if (result?.__typename.endsWith('Payload')) return onDone(result as never);
      setErrors(errorsOf(result, fieldOf, form.current));
    } catch (error) {
      setThrown(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Base
      ref={form}
      className={style.form}
      errors={errors.fields}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void submitOnce();
      }}
    >
      {children}
      {errors.rest.length > 0 && (
        <Notice tone="bad">
          {errors.rest.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      )}
      {thrown !== null && <Failure error={thrown} />}
      <div className={style.actions}>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" look={isDangerous ? 'danger' : 'main'} busy={isBusy}>
          {submit}
        </Button>
      </div>
    </Base>
  );
}

function errorsOf(
  result: Result,
  fieldOf: Readonly<Record<string, string>>,
  form: HTMLFormElement | null,
): FieldErrors {
  if (result == null) return { fields: {}, rest: ['The server gave no answer.'] };
  const field = fieldOf[result.__typename];
  const message = result.message ?? result.__typename;
  const issues = result.issues ?? [{ path: field === undefined ? [] : [field], message }];
  const names = [...(form?.elements ?? [])].map((element) => element.getAttribute('name') ?? '');
  return issuesByField(issues, names.filter(Boolean));
}

/** Fields side by side, where there is room. */
export function FieldRow({ children }: { readonly children: ReactNode }) {
  return <div className={style.row}>{children}</div>;
}

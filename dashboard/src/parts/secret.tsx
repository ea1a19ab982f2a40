import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import style from './secret.module.css';

/** Something to be copied, that is shown once. */
export function Secret({ label, value }: { readonly label: string; readonly value: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={style.secret}>
      <span className={style.label}>{label}</span>
      <output className={style.value}>{value}</output>
      <Button
        small
        // Without a secure connection there is no clipboard; then it is marked, to be copied by hand.
        onClick={(event) => {
          const output = event.currentTarget.previousElementSibling;
          if (navigator.clipboard === undefined) return output && window.getSelection()?.selectAllChildren(output);
          navigator.clipboard.writeText(value).then(
            () => setCopied(true),
            () => output && window.getSelection()?.selectAllChildren(output),
          );
        }}
      >
        <Icon name={isCopied ? 'check' : 'copy'} size={14} /> {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}

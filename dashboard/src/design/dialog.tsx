import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import style from './dialog.module.css';
import { type Result, ResultForm } from './form.tsx';

type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead?: ReactNode;
  readonly isWide?: boolean;
  readonly children: ReactNode;
};

/** Something to do before going on. Escape and a click beside it close it; the focus goes back to where it came from. */
export function Dialog({ open, onClose, title, lead, isWide = false, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={style.backdrop} />
        <Base.Popup className={`${style.popup} ${isWide ? style.wide : ''}`}>
          <header className={style.head}>
            <div>
              <Base.Title>{title}</Base.Title>
              {lead && <Base.Description className={style.lead}>{lead}</Base.Description>}
            </div>
            <Base.Close render={<IconButton icon="close" label="Close" />} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Asks before something is done that is hard to undo. `children` says what will happen. */
export function ConfirmDialog<TResult extends Result>({
  open,
  onClose,
  title,
  submit,
  send,
  onDone,
  children,
}: Omit<DialogProps, 'lead' | 'isWide'> & {
  readonly submit: string;
  readonly send: () => Promise<TResult>;
  readonly onDone: () => void;
}) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <ResultForm
        send={send}
        submit={submit}
        onCancel={onClose}
        isDangerous
        onDone={() => {
          onDone();
          onClose();
        }}
      >
        {children}
      </ResultForm>
    </Dialog>
  );
}

import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import style from './toast.module.css';

const toasts = Toast.createToastManager();

/** Says in passing that something was done. What has to be read belongs on the page. */
export function say(title: string, detail?: string): void {
  toasts.add({ title, ...(detail === undefined ? {} : { description: detail }) });
}

export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={toasts}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={style.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={style.toast}>
      <Toast.Content className={style.words}>
        <Toast.Title className={style.title} />
        <Toast.Description className={style.detail} />
      </Toast.Content>
      <Toast.Close render={<IconButton icon="close" label="Dismiss" small />} />
    </Toast.Root>
  ));
}

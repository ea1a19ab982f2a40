import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { paths } from '../data/paths.ts';
import { IconButton } from '../design/button.tsx';
import { PageLink } from '../design/link.tsx';
import { ConnectionState } from './connection-state.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import style from './shell.module.css';
import { ThemeSwitch } from './theme-switch.tsx';

type Workspace = { readonly name: string; readonly mode: 'LIVE' | 'TEST' };
type ShellProps = { readonly workspace: Workspace; readonly onSignOut: () => void; readonly children: ReactNode };

/** What is around every page. On a narrow screen the navigation is behind a button. */
export function Shell({ workspace, onSignOut, children }: ShellProps) {
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <>
      <a className={style.skip} href="#main">
        Skip to the page
      </a>
      <div className={style.shell}>
        <header className={style.side}>
          <Brand workspace={workspace} />
          <Navigation />
          <Foot onSignOut={onSignOut} />
        </header>
        <header className={style.top}>
          <Dialog.Root open={isMenuOpen} onOpenChange={setMenuOpen}>
            <Dialog.Trigger render={<IconButton icon="menu" label="Menu" />} />
            <Dialog.Portal>
              <Dialog.Backdrop className={style.backdrop} />
              <Dialog.Popup className={style.drawer} aria-label="Menu">
                <Brand workspace={workspace} />
                <Navigation onGone={() => setMenuOpen(false)} />
                <Foot onSignOut={onSignOut} />
              </Dialog.Popup>
            </Dialog.Portal>
          </Dialog.Root>
          <Brand workspace={workspace} />
          <ConnectionState />
        </header>
        <main id="main" className={style.main} tabIndex={-1}>
          {workspace.mode === 'TEST' && (
            <p className={style.test}>A test workspace: nothing here is real, and its clock can be moved.</p>
          )}
          {children}
        </main>
      </div>
    </>
  );
}

function Brand({ workspace }: { readonly workspace: Workspace }) {
  return (
    <PageLink to={paths.overview} className={style.brand}>
      <Mark />
      <span className={style.workspace}>
        <span className={style.product}>Misura</span>
        <span className={style.name}>{workspace.name}</span>
      </span>
    </PageLink>
  );
}

function Foot({ onSignOut }: { readonly onSignOut: () => void }) {
  return (
    <div className={style.foot}>
      <ConnectionState />
      <div className={style.footRow}>
        <ThemeSwitch />
        <IconButton icon="out" label="Sign out" onClick={onSignOut} />
      </div>
    </div>
  );
}

import { type Connection, useConnection } from '../data/connection.ts';
import style from './connection-state.module.css';

const words: Record<Connection, string> = {
  live: 'Live',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
  quiet: 'Connected',
};

/** How the page stands with the server. A change is said aloud. */
export function ConnectionState() {
  const connection = useConnection();
  return (
    <span className={style.state} role="status">
      <span className={`${style.dot} ${style[connection] ?? ''}`} aria-hidden="true" />
      {words[connection]}
    </span>
  );
}

import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { Client } from '../client.ts';

const ClientContext = createContext<Client | null>(null);

export type MisuraProviderProps = {
  /** Made once, outside of any component: another one is another set of connections. */
  readonly client: Client;
  readonly children?: ReactNode;
};

/** The client of every hook below it. */
export function MisuraProvider({ client, children }: MisuraProviderProps): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the provider above, for requests of your own. Throws if there is none. */
export function useMisura(): Client {
  return requireClient(useContext(ClientContext));
}

/** `given`, or the client of the provider above. Throws if there is neither. */
export function useClient(given: Client | undefined): Client {
  const provided = useContext(ClientContext);
  return requireClient(given ?? provided);
}

function requireClient(client: Client | null): Client {
  if (client === null) throw new Error('There is no <MisuraProvider client={…}> above this component.');
  return client;
}

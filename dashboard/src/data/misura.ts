import { type Client, createClient } from '@misura/client';
import { createContext, useContext } from 'react';

/** The dashboard's way to the server, and its only one: the shipped client, with the session's cookie. */
const dashboardClient = createClient({ url: '/graphql', session: true });

/** Whose eyes a page sees with. The customer's page has a client with a customer's token instead. */
export const MisuraContext = createContext<Client>(dashboardClient);

export function useMisura(): Client {
  return useContext(MisuraContext);
}

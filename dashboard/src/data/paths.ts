import { pathPart } from '../format/address.ts';

/**
 * The address of each page: the one place that knows it. Names of yours may have any character, a slash too, and none of them
 * can be `~new`.
 */
export const paths = {
  overview: '/',
  meters: '/meters',
  newMeter: '/meters/~new',
  meter: (key: string) => `/meters/${pathPart(key)}`,
  events: '/events',
  event: (customer: string, eventId: string) => `/events/${pathPart(customer)}/${pathPart(eventId)}`,
  customers: '/customers',
  customer: (externalId: string) => `/customers/${pathPart(externalId)}`,
  products: '/products',
  newProduct: '/products/~new',
  product: (key: string) => `/products/${pathPart(key)}`,
  editProduct: (key: string) => `/products/${pathPart(key)}/~edit`,
  invoices: '/invoices',
  invoice: (id: string) => `/invoices/${pathPart(id)}`,
  upcoming: (subscriptionId: string) => `/invoices/~upcoming/${pathPart(subscriptionId)}`,
  keys: '/keys',
  settings: '/settings',
} as const;

'use client';

export type { IdleState, LiveState } from './live-state.ts';
export { MisuraProvider, type MisuraProviderProps, useMisura } from './provider.ts';
export { type CreditBalanceVariables, useCreditBalance } from './use-credit-balance.ts';
export { type InvoicesVariables, useInvoices } from './use-invoices.ts';
export { type UsageVariables, useUsage } from './use-usage.ts';
export type { WatchOptions } from './use-watch.ts';

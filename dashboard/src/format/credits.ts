/** How credits moved, in words. */
export const entryKindLabels: Record<string, string> = {
  ADJUSTMENT: 'Adjustment',
  CAPTURE: 'Captured hold',
  DRAW: 'Usage',
  EXPIRY: 'Expired',
  FORFEIT: 'Lost at the period’s end',
  GRANT: 'Grant',
  REPAYMENT: 'Debt repaid',
  RETURN: 'Given back',
  ROLLOVER: 'Rolled over',
  VOID: 'Taken back',
};

/** Why they moved. */
export const entryCauseLabels: Record<string, string> = {
  EVENTS: 'events',
  HOLD: 'a hold',
  PERIOD: 'a period began or ended',
  RECOUNT: 'usage counted anew',
  REQUEST: 'a request',
  TIME: 'its time came',
  TOP_UP: 'few were left',
  VOIDED_EVENTS: 'events were voided',
};

export const grantSourceLabels: Record<string, string> = {
  ADJUSTMENT: 'Adjustment',
  PROMOTION: 'Promotion',
  PURCHASE: 'Purchase',
  ROLLOVER: 'Rollover',
  SUBSCRIPTION: 'Subscription',
  TOP_UP: 'Top-up',
};

export const grantStatusLabels: Record<string, string> = {
  ACTIVE: 'Active',
  EXPIRED: 'Expired',
  PENDING: 'Not yet',
  USED: 'Used up',
  VOIDED: 'Taken back',
};

import type { Decimal } from './decimal.ts';
import type { RejectionCode } from './events/event.ts';

/** One thing wrong with an input, and where: `path` leads from the input to the field, list positions as digits. */
export type InputIssue = { path: string[]; message: string };

/**
 * An expected failure of a mutation. Its `name` is the name of the GraphQL type it becomes, its fields are the facts.
 * Anything thrown that is neither this nor a RequestError is a bug.
 */
export abstract class DomainError extends Error {}

/** Also for what exists in another workspace: a foreign id behaves exactly like a missing one. */
export class NotFound extends DomainError {
  override readonly name = 'NotFound';
}

export class InvalidInput extends DomainError {
  override readonly name = 'InvalidInput';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(issues.map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ` : '') + issue.message).join(' '));
    this.issues = issues;
  }
}

export class CustomerAlreadyExists extends DomainError {
  override readonly name = 'CustomerAlreadyExists';
  readonly customerId: string;

  constructor(customerId: string) {
    super('This workspace already has a customer with this externalId.');
    this.customerId = customerId;
  }
}

export class MeterKeyTaken extends DomainError {
  override readonly name = 'MeterKeyTaken';
  readonly meterId: string;

  constructor(meterId: string) {
    super('This workspace already has a meter with this key.');
    this.meterId = meterId;
  }
}

export class ProductKeyTaken extends DomainError {
  override readonly name = 'ProductKeyTaken';
  readonly productId: string;

  constructor(productId: string) {
    super('This workspace already has a product with this key.');
    this.productId = productId;
  }
}

export class CreditTypeKeyTaken extends DomainError {
  override readonly name = 'CreditTypeKeyTaken';
  readonly creditTypeId: string;

  constructor(creditTypeId: string) {
    super('This workspace already has a credit type with this key.');
    this.creditTypeId = creditTypeId;
  }
}

export class InsufficientCredits extends DomainError {
  override readonly name = 'InsufficientCredits';
  readonly required: Decimal;
  /** What is left of the balance after what is held. */
  readonly available: Decimal;
  readonly held: Decimal;
  readonly balance: Decimal;
  /** Whose credits, and of which type. */
  readonly customerId: string;
  readonly creditTypeId: string;

  constructor(
    of: Pick<InsufficientCredits, 'required' | 'available' | 'held' | 'balance' | 'customerId' | 'creditTypeId'>,
  ) {
    const isHeld = of.balance.greaterThanOrEqualTo(of.required);
    const why = isHeld ? 'The others are held: wait until those holds end' : 'The customer is out of credits';
    super(`${of.available.toFixed()} credits are available, and ${of.required.toFixed()} are needed. ${why}.`);
    this.required = of.required;
    this.available = of.available;
    this.held = of.held;
    this.balance = of.balance;
    this.customerId = of.customerId;
    this.creditTypeId = of.creditTypeId;
  }
}

export class CreditHoldClosed extends DomainError {
  override readonly name = 'CreditHoldClosed';
  readonly status: 'CAPTURED' | 'RELEASED' | 'EXPIRED';

  constructor(status: 'CAPTURED' | 'RELEASED' | 'EXPIRED') {
    super(`This hold holds nothing any more: it is ${status.toLowerCase()}.`);
    this.status = status;
  }
}

export class GrantEnded extends DomainError {
  override readonly name = 'GrantEnded';

  constructor() {
    super('This grant has expired or has been voided: there is nothing left to take back.');
  }
}

export class IdempotencyConflict extends DomainError {
  override readonly name = 'IdempotencyConflict';

  constructor() {
    super('This idempotencyKey has been used for another request. Use a new one for each, and the same to repeat one.');
  }
}

export class SubscriptionEnded extends DomainError {
  override readonly name = 'SubscriptionEnded';

  constructor() {
    super('This subscription has ended, or was cancelled before it began. Create another one.');
  }
}

export class InvoiceNotFinal extends DomainError {
  override readonly name = 'InvoiceNotFinal';

  constructor() {
    super('Only a final invoice can be voided: a draft still follows its usage, and a void one stays void.');
  }
}

export class NotATestWorkspace extends DomainError {
  override readonly name = 'NotATestWorkspace';

  constructor() {
    super('Only the clock of a TEST workspace can be moved.');
  }
}

export class EventRejected extends DomainError {
  override readonly name = 'EventRejected';
  readonly code: RejectionCode;

  constructor(code: RejectionCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class LastAdminKey extends DomainError {
  override readonly name = 'LastAdminKey';

  constructor() {
    super('This is the last key that may administer this workspace. Create another ADMIN key first.');
  }
}

/** A bad argument of a query. Queries have no result unions, so it becomes a top-level error with this code. */
export class RequestError extends Error {
  override readonly name: string = 'RequestError';
  readonly code = 'BAD_USER_INPUT';
}

/**
 * There is more to do than this server can hold. Nothing of what was asked has been done or kept, so it may be asked again
 * after `retryAfterSeconds`, whatever it was.
 */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class TooManyWindows extends RequestError {
  override readonly name = 'TooManyWindows';
  readonly windowsMax: number;

  constructor(windowsMax: number) {
    const most = windowsMax.toLocaleString('en-GB');
    super(`A request may ask for at most ${most} windows. Choose a larger window size or a shorter period.`);
    this.windowsMax = windowsMax;
  }
}

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

export class TooManyWindows extends RequestError {
  override readonly name = 'TooManyWindows';
  readonly windowsMax: number;

  constructor(windowsMax: number) {
    const most = windowsMax.toLocaleString('en-GB');
    super(`A request may ask for at most ${most} windows. Choose a larger window size or a shorter period.`);
    this.windowsMax = windowsMax;
  }
}

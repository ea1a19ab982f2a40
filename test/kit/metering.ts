import type { As, TestApi } from './api.ts';

export type Outcome = {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly id: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly warnings: readonly {
    readonly index: number;
    readonly id: string;
    readonly code: string;
    readonly meter: string | null;
  }[];
  readonly warningCount: number;
  /** Only of a request that is refused as a whole. */
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
};

export type Measured = { readonly value: string | null; readonly eventCount: string };
export type MeasuredWindow = Measured & { readonly from: string; readonly to: string };
export type MeasuredGroup = Measured & { readonly properties: Record<string, unknown> };
export type Period = { readonly customer?: string; readonly from?: string; readonly to?: string };
export type MeterAnswer = {
  readonly id: string;
  readonly key: string;
  readonly status: string;
  readonly usage: Measured;
  readonly build: { readonly progress: string; readonly finishedAt: string | null };
};

/** What a test of the rules says to a server, in the words of the rules. */
export type Metering = {
  /** Recording makes customers unless told otherwise. Events are of the name `call` and the customer `acme` by default. */
  record(events: readonly object[], options?: object): Promise<Outcome>;
  /** A meter over `call` events unless told otherwise. Gives its key. */
  meter(definition: object): Promise<string>;
  /** One of the changes that take a meter's id. */
  changeMeter(
    field: 'archiveMeter' | 'unarchiveMeter' | 'updateMeter',
    key: string,
    more?: object,
  ): Promise<MeterAnswer>;
  readMeter(key: string): Promise<MeterAnswer>;
  /** Of one customer, or of all together. */
  usage(meter: string, period?: Period): Promise<Measured>;
  value(meter: string, period?: Period): Promise<string | null>;
  windows(
    meter: string,
    cut: { readonly size: string; readonly timeZone?: string } & Period,
  ): Promise<MeasuredWindow[]>;
  groups(meter: string, by: readonly string[], period?: Period): Promise<MeasuredGroup[]>;
  voidEvents(ids: readonly string[], customer?: string): Promise<Record<string, unknown>>;
  /** A name nobody had before. */
  unused(prefix: string): string;
};

/** Each by its declaration, e.g. `$by: [String!]!`. */
type Variables = Readonly<Record<string, unknown>>;

const meterFields = 'id key status usage { value eventCount } build { progress finishedAt }';

export function meteringOn(api: TestApi, as: As = { key: api.adminKey }): Metering {
  let named = 0;
  const unused = (prefix: string) => {
    named += 1;
    return `${prefix}-${named}`;
  };

  async function usageOf<T>(selection: string, meter: string, period: Period, more: Variables = {}): Promise<T> {
    const types = ['$meter: String!', '$from: DateTime', '$to: DateTime', ...Object.keys(more)].join(', ');
    const named = Object.entries(more).map(([declaration, value]) => [/\w+/.exec(declaration)?.[0], value]);
    const variables = { meter, ...period, ...Object.fromEntries(named) };
    if (period.customer === undefined) {
      const document = `query (${types}) { meter(key: $meter) { usage(from: $from, to: $to) { ${selection} } } }`;
      return (await api.ask<{ meter: { usage: T } }>(document, variables, as)).meter.usage;
    }
    const document = `query ($customer: String!, ${types}) {
      customer(externalId: $customer) { usage(meter: $meter, from: $from, to: $to) { ${selection} } } }`;
    return (await api.ask<{ customer: { usage: T } }>(document, variables, as)).customer.usage;
  }

  const metering: Metering = {
    unused,
    async record(events, options = {}) {
      const filled = events.map((event) => ({ id: unused('event'), name: 'call', customer: 'acme', ...event }));
      const { recordEvents } = await api.ask<{ recordEvents: Outcome }>(
        `mutation ($input: RecordEventsInput!) { recordEvents(input: $input) {
          ... on RecordEventsPayload { recorded duplicates rejected { index id code message } warnings { index id code meter } warningCount }
          ... on InvalidInput { issues { path message } } } }`,
        { input: { events: filled, createCustomers: true, ...options } },
        as,
      );
      return recordEvents;
    },
    async meter(definition) {
      const input = { key: unused('meter'), eventName: 'call', ...definition };
      const { createMeter } = await api.ask<{ createMeter: { meter?: MeterAnswer } }>(
        `mutation ($input: CreateMeterInput!) { createMeter(input: $input) {
          ... on CreateMeterPayload { meter { ${meterFields} } } ... on InvalidInput { issues { path message } } } }`,
        { input },
        as,
      );
      if (createMeter.meter === undefined) throw new Error(`No meter: ${JSON.stringify(createMeter)}`);
      return createMeter.meter.key;
    },
    async changeMeter(field, key, more = {}) {
      const { id } = await metering.readMeter(key);
      const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
      const { result } = await api.ask<{ result: { meter: MeterAnswer } }>(
        `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) { ... on ${Type}Payload { meter { ${meterFields} } } } }`,
        { input: { id, ...more } },
        as,
      );
      return result.meter;
    },
    async readMeter(key) {
      const document = `query ($key: String!) { meter(key: $key) { ${meterFields} } }`;
      return (await api.ask<{ meter: MeterAnswer }>(document, { key }, as)).meter;
    },
    usage: (meter, period = {}) => usageOf('value eventCount', meter, period),
    value: async (meter, period = {}) => (await metering.usage(meter, period)).value,
    async windows(meter, { size, timeZone = 'UTC', ...period }) {
      const more = { '$size: WindowSize!': size, '$timeZone: TimeZone': timeZone };
      const selection = 'windows(size: $size, timeZone: $timeZone) { from to value eventCount }';
      return (await usageOf<{ windows: MeasuredWindow[] }>(selection, meter, period, more)).windows;
    },
    async groups(meter, by, period = {}) {
      const selection = 'groups(by: $by) { properties value eventCount }';
      return (await usageOf<{ groups: MeasuredGroup[] }>(selection, meter, period, { '$by: [String!]!': by })).groups;
    },
    async voidEvents(ids, customer = 'acme') {
      const { voidEvents } = await api.ask<{ voidEvents: Record<string, unknown> }>(
        `mutation ($input: VoidEventsInput!) { voidEvents(input: $input) { __typename
          ... on VoidEventsPayload { voided alreadyVoided notFound } } }`,
        { input: { customer, ids } },
        as,
      );
      return voidEvents;
    },
  };
  return metering;
}

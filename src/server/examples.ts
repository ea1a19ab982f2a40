/**
 * What GraphiQL shows at first: the first five minutes with Misura, to be run from the top down. In one tab, because each
 * tab has headers of its own: the key would have to be pasted into every one of them.
 */
export const exampleDocument = `# Put your API key into "Headers" below,
# behind "Bearer ". Then run these in turn:
# the button lists them.

# 1. Make a meter. It adds up the property
#    "tokens" of events called "llm.request".
mutation MakeMeter {
  createMeter(
    input: {
      key: "tokens"
      eventName: "llm.request"
      aggregation: SUM
      valueProperty: "tokens"
      groupBy: ["model"]
      unit: "tokens"
    }
  ) {
    __typename
    ... on CreateMeterPayload {
      meter { id key status }
    }
    ... on Error { message }
  }
}

# 2. Record events. Run it twice: the second
#    time they are duplicates, and nothing
#    changes.
mutation Record {
  recordEvents(
    input: {
      createCustomers: true
      events: [
        {
          id: "request-1"
          name: "llm.request"
          customer: "acme"
          properties: { model: "small", tokens: 1200 }
        }
        {
          id: "request-2"
          name: "llm.request"
          customer: "acme"
          properties: { model: "large", tokens: "345.5" }
        }
      ]
    }
  ) {
    __typename
    ... on RecordEventsPayload {
      recorded
      duplicates
      rejected { index code message }
      warnings { index code message }
    }
    ... on Error { message }
  }
}

# 3. Read the usage: in all, by day and by
#    model.
query ReadUsage {
  customer(externalId: "acme") {
    usage(meter: "tokens") {
      value
      eventCount
      windows(size: DAY, timeZone: "Europe/Rome") {
        from
        to
        value
      }
      groups(by: ["model"]) {
        properties
        value
        eventCount
      }
    }
  }
}

# 4. Watch it. Leave this running, and record
#    more events (with new ids) in another
#    window.
subscription WatchUsage {
  usageUpdated(customer: "acme", meter: "tokens") {
    value
    eventCount
  }
}
`;

export const exampleHeaders = '{\n  "Authorization": "Bearer "\n}';

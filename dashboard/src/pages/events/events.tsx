import { useParameters } from '../../data/address.ts';
import { useSettled } from '../../data/settled.ts';
import { Button } from '../../design/button.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Page } from '../../design/page.tsx';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { CustomerField } from '../../pick/customer-field.tsx';
import { EventNameField } from '../../pick/event-name-field.tsx';
import { EventTail } from './event-tail.tsx';
import style from './events.module.css';
import { PastEvents } from './past-events.tsx';

/** All events of the workspace: as they are recorded, or those of a period. */
export default function Events() {
  const [parameters, setParameters] = useParameters();
  const view = parameters.get('view') === 'past' ? 'past' : 'live';
  const name = parameters.get('name') ?? '';
  const customer = parameters.get('customer') ?? '';
  const [filter] = useSettled({ name: name || null, customer: customer || null });
  return (
    <Page
      title="Events"
      lead="What your systems have reported, and what became of it."
      tools={
        <>
          <BarSelect
            label="Which events"
            value={view}
            onValue={(next) => setParameters({ view: next === 'past' ? next : null })}
            choices={[
              { value: 'live', label: 'As they are recorded' },
              { value: 'past', label: 'Of a period' },
            ]}
          />
          {view === 'past' && <PeriodChooser />}
        </>
      }
    >
      <search className={style.filters}>
        <EventNameField
          name="name"
          label="Name"
          isLabelHidden
          placeholder="All names"
          value={name}
          onValue={(next) => setParameters({ name: next })}
        />
        <CustomerField
          isLabelHidden
          placeholder="All customers"
          value={customer}
          onValue={(next) => setParameters({ customer: next })}
        />
        {(name || customer) && (
          <Button look="plain" onClick={() => setParameters({ name: null, customer: null })}>
            Clear
          </Button>
        )}
      </search>
      {view === 'live' ? <EventTail filter={filter} /> : <PastEvents filter={filter} />}
    </Page>
  );
}

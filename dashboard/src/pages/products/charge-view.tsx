import { paths } from '../../data/paths.ts';
import { PageLink } from '../../design/link.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash } from '../../design/value.tsx';
import { type ChargeFacts, chargeLines } from '../../format/charge.ts';
import { Calculator } from './calculator.tsx';
import style from './product.module.css';

/** What a product charges for one thing, in words and drawn. */
export function ChargeView({ charge, currency }: { readonly charge: ChargeFacts; readonly currency: string }) {
  if (charge.__typename === 'FlatCharge') {
    return (
      <Panel title={charge.name} note={charge.oneTime ? 'once' : 'in advance, for every seat'}>
        <p className={style.result}>
          <Cash money={charge.amount} />
        </p>
      </Panel>
    );
  }
  const { meter } = charge;
  return (
    <Panel
      title={charge.name}
      note={
        <>
          by <PageLink to={paths.meter(meter.key)}>{meter.name}</PageLink>
        </>
      }
    >
      <div className={style.charge}>
        <ul className={style.lines}>
          {chargeLines(charge).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {charge.pricing !== null && (
          <Calculator charge={charge} currency={currency} unit={meter.unit ?? 'unit'} name={charge.name} />
        )}
      </div>
    </Panel>
  );
}

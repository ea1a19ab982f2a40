import { useState } from 'react';
import { useLocation } from 'wouter';
import { useParameters } from '../../data/address.ts';
import { useSend } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { TextArea, TextField } from '../../design/field.tsx';
import { FieldRow, ResultForm } from '../../design/form.tsx';
import { withShared } from '../../design/link.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { say } from '../../design/toast.tsx';
import { chargeInput, grantInput } from '../../format/drafted-input.ts';
import type { Interval } from '../../format/interval.ts';
import { emptyCharge } from '../../format/product-draft.ts';
import { MakeProductDocument } from '../../generated/documents.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { IntervalFields } from './interval-fields.tsx';
import style from './product-fields.module.css';
import { type PricesDraft, PricesFields } from './product-fields.tsx';
import { WhatIf } from './what-if.tsx';

export default function NewProduct() {
  const [parameters] = useParameters();
  const [, navigate] = useLocation();
  const create = useSend(MakeProductDocument);
  const [texts, setTexts] = useState({ key: '', name: '', description: '', currency: 'USD' });
  const [interval, setInterval] = useState<Interval>({ unit: 'MONTH', count: 1 });
  const [prices, setPrices] = useState<PricesDraft>({ charges: [emptyCharge], grants: [] });
  const field = (name: keyof typeof texts) => ({
    name,
    value: texts[name],
    onValue: (text: string) => setTexts((known) => ({ ...known, [name]: text })),
  });
  const draft = {
    currency: texts.currency.toUpperCase(),
    interval,
    charges: prices.charges.map(chargeInput),
    creditGrants: prices.grants.map(grantInput),
  };
  const input = { ...draft, key: texts.key, name: texts.name, description: texts.description || null };
  return (
    <Page title="New product" back={{ to: paths.products, label: 'Products' }} tools={<PeriodChooser />}>
      <div className={style.form}>
        <Panel title="What it is, and what it costs">
          <ResultForm
            submit="Create the product"
            send={async () => (await create.mutateAsync({ input })).createProduct}
            onDone={({ product }) => {
              say(`${product.name} is there`, 'Customers can be subscribed to it.');
              navigate(withShared(paths.product(product.key), parameters));
            }}
          >
            <FieldRow>
              <TextField {...field('name')} label="Name" placeholder="Pro" />
              <TextField
                {...field('key')}
                label="Key"
                hint="What code calls it. Never changes."
                code
                placeholder="pro"
              />
              <TextField {...field('currency')} label="Currency" hint="Never changes." code maxLength={3} />
            </FieldRow>
            <FieldRow>
              <IntervalFields path="interval" interval={interval} onInterval={setInterval} />
            </FieldRow>
            <TextArea {...field('description')} label="Description" optional />
            <PricesFields prices={prices} onPrices={setPrices} currency={draft.currency} />
          </ResultForm>
        </Panel>
        <WhatIf
          prices={{ draft }}
          lead="What customers would have paid with these prices, for what they really used."
        />
      </div>
    </Page>
  );
}

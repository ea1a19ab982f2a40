import { useState } from 'react';
import { useLocation } from 'wouter';
import { useParameters, usePart } from '../../data/address.ts';
import { useAsk, useSend } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { FieldRow, ResultForm } from '../../design/form.tsx';
import { withShared } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { say } from '../../design/toast.tsx';
import { chargeDraft, grantDraft } from '../../format/draft-of-version.ts';
import { chargeInput, grantInput } from '../../format/drafted-input.ts';
import type { Interval } from '../../format/interval.ts';
import { EditProductDocument, ProductPageDocument } from '../../generated/documents.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { IntervalFields } from './interval-fields.tsx';
import type { ProductFacts } from './product.tsx';
import style from './product-fields.module.css';
import { type PricesDraft, PricesFields } from './product-fields.tsx';
import { WhatIf } from './what-if.tsx';

export default function EditProduct() {
  const key = usePart('key');
  const answer = useAsk(ProductPageDocument, { key });
  return (
    <Page
      title={`Edit ${answer.data?.product?.name ?? key}`}
      back={{ to: paths.product(key), label: answer.data?.product?.name ?? key }}
      lead="Other prices make a new version. Who is subscribed keeps the one they have, until their subscription is changed."
      tools={<PeriodChooser />}
    >
      <Answer of={answer} lines={8}>
        {({ product }) =>
          product === null ? <Empty title="There is no such product" /> : <EditForm product={product} />
        }
      </Answer>
    </Page>
  );
}

function EditForm({ product }: { readonly product: ProductFacts }) {
  const [parameters] = useParameters();
  const [, navigate] = useLocation();
  const edit = useSend(EditProductDocument);
  // As it was when the form was opened: what somebody else changes meanwhile does not fall into what is being typed.
  const [begun] = useState(product.version);
  const [name, setName] = useState(product.name);
  const [description, setDescription] = useState(product.description ?? '');
  const [interval, setInterval] = useState<Interval>(begun.interval);
  const [prices, setPrices] = useState<PricesDraft>(() => pricesOf(begun));
  const inputs = (of: PricesDraft) => ({
    charges: of.charges.map(chargeInput),
    creditGrants: of.grants.map(grantInput),
  });
  const asked = { ...inputs(prices), interval };
  const isNew = JSON.stringify(asked) !== JSON.stringify({ ...inputs(pricesOf(begun)), interval: begun.interval });
  const input = { id: product.id, name, description: description || null, ...(isNew ? asked : {}) };
  return (
    <div className={style.form}>
      <Panel title="What it is, and what it costs">
        <ResultForm
          submit={isNew ? `Make version ${begun.number + 1}` : 'Save'}
          send={async () => (await edit.mutateAsync({ input })).updateProduct}
          onDone={(done) => {
            say('Saved', `${name} is at version ${done.product.version.number}.`);
            navigate(withShared(paths.product(product.key), parameters));
          }}
        >
          <FieldRow>
            <TextField name="name" label="Name" value={name} onValue={setName} />
            <IntervalFields path="interval" interval={interval} onInterval={setInterval} />
          </FieldRow>
          <TextArea name="description" label="Description" optional value={description} onValue={setDescription} />
          <PricesFields prices={prices} onPrices={setPrices} currency={product.currency} />
        </ResultForm>
      </Panel>
      <WhatIf
        prices={{ draft: { ...asked, currency: product.currency } }}
        lead="What customers would have paid with these prices, for what they really used."
      />
    </div>
  );
}

function pricesOf({ charges, creditGrants }: ProductFacts['version']): PricesDraft {
  return { charges: charges.map(chargeDraft), grants: creditGrants.map(grantDraft) };
}

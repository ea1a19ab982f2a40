import { useState } from 'react';
import { usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { Facts } from '../../design/facts.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { planGrantLines } from '../../format/charge.ts';
import { intervalText } from '../../format/interval.ts';
import { ProductPageDocument } from '../../generated/documents.ts';
import type { ProductPageQuery } from '../../generated/types.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { ArchiveProduct } from './archive-product.tsx';
import { ChargeView } from './charge-view.tsx';
import style from './product.module.css';
import { Versions } from './versions.tsx';
import { WhatIf } from './what-if.tsx';

export type ProductFacts = NonNullable<ProductPageQuery['product']>;

const back = { to: paths.products, label: 'Products' };

export default function Product() {
  const key = usePart('key');
  const answer = useAsk(ProductPageDocument, { key });
  const product = answer.data?.product;
  if (product == null) {
    return (
      <Page title={key} back={back}>
        <Panel title="Product">
          <Answer of={answer}>{() => <Empty title="There is no such product">It may have another key.</Empty>}</Answer>
        </Panel>
      </Page>
    );
  }
  const { version } = product;
  return (
    <Page
      title={product.name}
      badge={product.status === 'ARCHIVED' ? <Badge>Archived</Badge> : <Badge tone="good">In use</Badge>}
      lead={product.description}
      back={back}
      tools={<ProductTools product={product} />}
    >
      <Answer of={answer}>
        {() => (
          <>
            <Panel title={`Version ${version.number}`} note="what new subscriptions get">
              <Facts
                of={[
                  ['Key', <Id key="key">{product.key}</Id>],
                  ['Currency', product.currency],
                  ['Every', intervalText(version.interval)],
                  ['Since', <Instant key="since" at={version.createdAt} />],
                ]}
              />
            </Panel>
            <div className={style.charges}>
              {version.charges.map((charge, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two charges may be called the same.
                <ChargeView key={place} charge={charge} currency={product.currency} />
              ))}
              {version.creditGrants.map((grant) => (
                <Panel key={grant.creditType.key} title={grant.creditType.name} note="with every period">
                  <ul className={style.lines}>
                    {planGrantLines(grant).map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </Panel>
              ))}
            </div>
            <WhatIf
              prices={{ product: product.key }}
              lead="What customers would have paid with this version, for what they really used."
            />
            {version.number > 1 && <Versions productKey={product.key} latest={version.number} />}
          </>
        )}
      </Answer>
    </Page>
  );
}

function ProductTools({ product }: { readonly product: ProductFacts }) {
  const [isArchiving, setArchiving] = useState(false);
  return (
    <>
      <PeriodChooser />
      <ButtonLink to={paths.editProduct(product.key)}>Edit</ButtonLink>
      <Button onClick={() => setArchiving(true)}>{product.status === 'ARCHIVED' ? 'Unarchive' : 'Archive'}</Button>
      <ArchiveProduct product={product} open={isArchiving} onClose={() => setArchiving(false)} />
    </>
  );
}

import { useParameters } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { Answer } from '../../design/answer.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Panel } from '../../design/panel.tsx';
import { versionDiff } from '../../format/version-diff.ts';
import { ProductVersionsDocument } from '../../generated/documents.ts';
import style from './versions.module.css';

type VersionsProps = { readonly productKey: string; readonly latest: number };

/** Two versions of a product, and what is different. Which two is in the address. */
export function Versions({ productKey, latest }: VersionsProps) {
  const [parameters, setParameters] = useParameters();
  const answer = useAsk(ProductVersionsDocument, { key: productKey });
  const numbers = Array.from({ length: latest }, (_, place) => String(latest - place));
  const chosen = (name: string, otherwise: number) =>
    numbers.find((number) => number === parameters.get(name)) ?? String(otherwise);
  const [before, after] = [chosen('before', latest - 1), chosen('after', latest)];
  const choices = numbers.map((value) => ({ value, label: `Version ${value}` }));
  return (
    <Panel
      title="Versions compared"
      tools={
        <>
          <BarSelect
            label="Before"
            value={before}
            onValue={(value) => setParameters({ before: value })}
            choices={choices}
          />
          <span aria-hidden="true">→</span>
          <BarSelect
            label="After"
            value={after}
            onValue={(value) => setParameters({ after: value })}
            choices={choices}
          />
        </>
      }
    >
      <Answer of={answer} lines={6}>
        {({ product }) => {
          const [old, next] = [before, after].map((number) =>
            product?.versions.find((version) => String(version.number) === number),
          );
          if (old === undefined || next === undefined) return null;
          return (
            <dl className={style.parts}>
              {versionDiff(old, next).map(({ title, lines }) => (
                <div key={title} className={style.part}>
                  <dt>{title}</dt>
                  {lines.map(({ kind, text }) => (
                    <dd key={`${kind} ${text}`} className={style[kind]}>
                      <span className={style.mark}>{marks[kind]}</span>
                      {kind !== 'same' && <span className="visually-hidden">{words[kind]}: </span>}
                      {text}
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          );
        }}
      </Answer>
    </Panel>
  );
}

const marks = { same: '', gone: '−', new: '+' };
const words = { gone: 'no longer', new: 'new' };

import { UsageChart } from '../../charts/usage-chart.tsx';
import { useAsk } from '../../data/ask.ts';
import { usePeriod } from '../../data/period.ts';
import { useSettled } from '../../data/settled.ts';
import { Answer } from '../../design/answer.tsx';
import { Empty, Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Total } from '../../design/total.tsx';
import { Quantity } from '../../design/value.tsx';
import { decimalText, isZero } from '../../format/decimal.ts';
import { spanText } from '../../format/instant.ts';
import { MeterPreviewDocument } from '../../generated/documents.ts';
import type { MeterPreviewQuery } from '../../generated/types.ts';
import { GroupTable } from './group-table.tsx';
import { type MeterDraft, missingPart, previewInput } from './meter-draft.ts';
import style from './meter-preview.module.css';

type Preview = NonNullable<MeterPreviewQuery['previewMeter']>;
type Counted = Extract<Preview, { readonly __typename: 'MeterPreview' }>;

/** What the meter would have counted in the chosen period, asked anew when the typing pauses. */
export function MeterPreview({ draft }: { readonly draft: MeterDraft }) {
  const { span, windowSize: size, zone } = usePeriod();
  const [settled, isSettled] = useSettled(draft);
  const missing = missingPart(settled);
  const input = { ...previewInput(settled), ...span };
  const by = [...(input.groupBy ?? [])].slice(0, 1);
  const answer = useAsk(
    MeterPreviewDocument,
    { input, size, zone, by, split: by.length > 0 },
    { when: missing === null, keep: true },
  );
  return (
    <Panel title="Preview" note={spanText(span.from, span.to, zone)}>
      {missing !== null ? (
        <Empty title={missing}>Then this shows what the meter would have counted.</Empty>
      ) : (
        <Answer of={answer} lines={6}>
          {({ previewMeter: preview }) =>
            preview?.__typename === 'MeterPreview' ? (
              <div className={style.body} aria-busy={answer.isPlaceholderData || !isSettled}>
                <Counts preview={preview} draft={settled} />
                {!isZero(preview.eventCount) && (
                  <UsageChart
                    label={`What it would have counted by ${size.toLowerCase()}`}
                    windows={preview.windows}
                    goesOn={span.to === null}
                    unit={settled.unit}
                    {...{ size, zone }}
                  />
                )}
                {preview.groups && preview.groups.length > 0 && (
                  <GroupTable groups={preview.groups} whole={preview.value} unit={settled.unit} />
                )}
              </div>
            ) : (
              <Notice title="This cannot be counted">
                {(preview !== null && 'issues' in preview ? preview.issues : []).map(({ path, message }) => (
                  <p key={path.join('.') + message}>
                    {path.join('.')}: {message}
                  </p>
                ))}
              </Notice>
            )
          }
        </Answer>
      )}
    </Panel>
  );
}

function Counts({ preview, draft }: { readonly preview: Counted; readonly draft: MeterDraft }) {
  const { eventCount, eventsRead, value, warnings } = preview;
  return (
    <>
      <div aria-live="polite">
        <Total
          value={value}
          unit={draft.unit}
          about={
            isZero(eventsRead) ? (
              'No event of this name in this period.'
            ) : (
              <>
                <Quantity value={eventCount} /> of <Quantity value={eventsRead} /> stored events called{' '}
                {draft.eventName} match.
              </>
            )
          }
        />
      </div>
      {warnings.map(({ code, eventCount: count, message }) => (
        <Notice key={code} title={`${decimalText(count)} events would not be counted`}>
          {message}
        </Notice>
      ))}
    </>
  );
}

import { MisuraRequestError } from '@misura/client';
import { useState } from 'react';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty, Failure } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { EventTable } from './event-table.tsx';
import { useTail } from './use-tail.ts';

type EventTailProps = { readonly filter: { readonly customer: string | null; readonly name: string | null } };

/** The latest events and each that comes, the newest on top. It can be held, to read it. */
export function EventTail({ filter }: EventTailProps) {
  const [isPaused, setPaused] = useState(false);
  const { stored, refused, events, arrived, waiting } = useTail(filter, isPaused);
  if (refused instanceof MisuraRequestError && refused.code === 'NOT_FOUND') {
    return (
      <Panel title="Live">
        <Empty title={`There is no customer ${filter.customer ?? ''}`}>
          Choose one of the list, or leave the field empty for all of them.
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title="Live"
      note={isPaused ? `${waiting === 0 ? 'nothing' : waiting} new while paused` : 'newest first'}
      flush
      tools={
        <Button small aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          <Icon name={isPaused ? 'play' : 'pause'} size={14} /> {isPaused ? 'Go on' : 'Pause'}
        </Button>
      }
    >
      {refused !== null && <Failure error={refused} />}
      <Answer of={stored} lines={8}>
        {() =>
          events.length === 0 ? (
            <Empty title="No event yet">They appear here in the moment in which they are recorded.</Empty>
          ) : (
            <EventTable caption="Events as they are recorded" isLive events={events} arrived={arrived} />
          )
        }
      </Answer>
    </Panel>
  );
}

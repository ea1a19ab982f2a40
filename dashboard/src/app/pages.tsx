import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '../design/notice.tsx';
import { Missing } from './missing.tsx';

// Each page is a file of its own, loaded when it is opened.
const Overview = lazy(() => import('../pages/overview/overview.tsx'));
const Meter = lazy(() => import('../pages/meters/meter.tsx'));
const NewMeter = lazy(() => import('../pages/meters/new-meter.tsx'));
const Meters = lazy(() => import('../pages/meters/meters.tsx'));

/** Which page is at which address. The addresses are made by data/paths.ts. */
export function Pages() {
  return (
    <Suspense fallback={<Loading lines={6} />}>
      <Switch>
        <Route path="/" component={Overview} />
        <Route path="/meters" component={Meters} />
        <Route path="/meters/~new" component={NewMeter} />
        <Route path="/meters/:key" component={Meter} />
        <Route component={Missing} />
      </Switch>
    </Suspense>
  );
}

import { type ComponentType, lazy, Suspense, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Loading } from '../design/notice.tsx';
import { Missing } from './missing.tsx';
import { PageBoundary } from './page-boundary.tsx';

type PageModule = { readonly default: ComponentType };

// Which page is at which address; the addresses are made by data/paths.ts. Each page is a file of its own, loaded when it
// is opened.
const pages = [
  page('/', () => import('../pages/overview/overview.tsx')),
  page('/events', () => import('../pages/events/events.tsx')),
  page('/events/:customer/:eventId', () => import('../pages/events/event.tsx')),
  page('/meters', () => import('../pages/meters/meters.tsx')),
  page('/meters/~new', () => import('../pages/meters/new-meter.tsx')),
  page('/meters/:key', () => import('../pages/meters/meter.tsx')),
  page('/customers', () => import('../pages/customers/customers.tsx')),
  page('/customers/:externalId', () => import('../pages/customers/customer.tsx')),
  page('/products', () => import('../pages/products/products.tsx')),
  page('/products/~new', () => import('../pages/products/new-product.tsx')),
  page('/products/:key', () => import('../pages/products/product.tsx')),
  page('/products/:key/~edit', () => import('../pages/products/edit-product.tsx')),
  page('/invoices', () => import('../pages/invoices/invoices.tsx')),
  page('/invoices/:id', () => import('../pages/invoices/invoice.tsx')),
  page('/invoices/~upcoming/:subscription', () => import('../pages/invoices/upcoming-invoice.tsx')),
  page('/keys', () => import('../pages/keys/keys.tsx')),
  page('/settings', () => import('../pages/settings/settings.tsx')),
];

/**
 * A page that has been fetched is drawn at once. What is lazy is not, even then: React shows what stands in for it first, and
 * what comes after that no sooner than 300 ms later.
 */
function page(path: string, load: () => Promise<PageModule>) {
  let Fetched: ComponentType | null = null;
  const fetchPage = async () => {
    const module = await load();
    Fetched = module.default;
    return module;
  };
  const Lazy = lazy(fetchPage);
  // It stays what it was when it was opened: another component would begin anew.
  const Page = () => {
    const [Opened] = useState<ComponentType>(() => Fetched ?? Lazy);
    return <Opened />;
  };
  return { path, fetchPage, Page };
}

export function Pages() {
  const [location] = useLocation();
  return (
    // Of its own for each address: what went wrong on one page is left behind with it.
    <PageBoundary key={location}>
      <Suspense fallback={<Loading lines={6} />}>
        <Switch>
          {pages.map(({ path, Page }) => (
            <Route key={path} path={path} component={Page} />
          ))}
          <Route component={Missing} />
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

/** Fetches the other pages when there is nothing else to do: then they are there at once, also without a connection. */
export function fetchPages(): void {
  const fetchAll = () => {
    for (const { fetchPage } of pages) fetchPage().catch(() => undefined);
  };
  // Not in Safari.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 10_000 });
  else setTimeout(fetchAll, 3_000);
}

import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '../design/notice.tsx';
import { Missing } from './missing.tsx';

// Each page is a file of its own, loaded when it is opened.
const Overview = lazy(() => import('../pages/overview/overview.tsx'));
const Meter = lazy(() => import('../pages/meters/meter.tsx'));
const NewMeter = lazy(() => import('../pages/meters/new-meter.tsx'));
const Meters = lazy(() => import('../pages/meters/meters.tsx'));
const Customers = lazy(() => import('../pages/customers/customers.tsx'));
const Customer = lazy(() => import('../pages/customers/customer.tsx'));
const Products = lazy(() => import('../pages/products/products.tsx'));
const NewProduct = lazy(() => import('../pages/products/new-product.tsx'));
const EditProduct = lazy(() => import('../pages/products/edit-product.tsx'));
const Product = lazy(() => import('../pages/products/product.tsx'));
const Invoices = lazy(() => import('../pages/invoices/invoices.tsx'));
const Invoice = lazy(() => import('../pages/invoices/invoice.tsx'));
const Keys = lazy(() => import('../pages/keys/keys.tsx'));
const Settings = lazy(() => import('../pages/settings/settings.tsx'));

/** Which page is at which address. The addresses are made by data/paths.ts. */
export function Pages() {
  return (
    <Suspense fallback={<Loading lines={6} />}>
      <Switch>
        <Route path="/" component={Overview} />
        <Route path="/meters" component={Meters} />
        <Route path="/meters/~new" component={NewMeter} />
        <Route path="/meters/:key" component={Meter} />
        <Route path="/customers" component={Customers} />
        <Route path="/customers/:externalId" component={Customer} />
        <Route path="/products" component={Products} />
        <Route path="/products/~new" component={NewProduct} />
        <Route path="/products/:key" component={Product} />
        <Route path="/products/:key/~edit" component={EditProduct} />
        <Route path="/invoices" component={Invoices} />
        <Route path="/invoices/:id" component={Invoice} />
        <Route path="/keys" component={Keys} />
        <Route path="/settings" component={Settings} />
        <Route component={Missing} />
      </Switch>
    </Suspense>
  );
}

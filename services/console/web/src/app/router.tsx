import { lazy } from 'react';
import { createBrowserRouter } from 'react-router';
import { Frame } from './frame.tsx';
import { Home, Lost } from './home.tsx';
import { PAGES, type Page } from './pages.ts';
import { Trouble } from './trouble.tsx';

const routeOf = (page: Page) => {
  const Content = lazy(page.load);
  return { path: page.path, element: <Content />, errorElement: <Trouble />, handle: page };
};

export const makeRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      element: <Frame />,
      errorElement: <Trouble />,
      children: [{ index: true, element: <Home /> }, ...PAGES.map(routeOf), { path: '*', element: <Lost /> }],
    },
  ]);

import protos from '@google-cloud/monitoring-dashboards/build/protos/protos.json';
import { dashboardOf } from '../../stacks/observability/dashboard';
import { checkMessage, messageOf } from '../protos/check';
import { ofType } from './resources';

const DASHBOARD = messageOf(protos, 'google.monitoring.dashboard.v1.Dashboard');

test('the dashboard of every environment is one that Cloud Monitoring accepts', () => {
  const dashboards = ofType('google_monitoring_dashboard');
  expect(dashboards).toHaveLength(3);
  for (const { value } of dashboards)
    expect(checkMessage('dashboard', JSON.parse(String(value.dashboard_json)), DASHBOARD)).toEqual([]);
});

test('its tiles do not overlap and stay within the columns', () => {
  const { mosaicLayout } = dashboardOf('x') as {
    mosaicLayout: { columns: number; tiles: { xPos: number; yPos: number; width: number; height: number }[] };
  };
  const cells = mosaicLayout.tiles.flatMap(({ xPos, yPos, width, height }) =>
    Array.from(
      { length: width * height },
      (_, index) => `${xPos + (index % width)} ${yPos + Math.floor(index / width)}`,
    ),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(mosaicLayout.tiles.filter(({ xPos, width }) => xPos + width > mosaicLayout.columns)).toEqual([]);
});

test.each([
  [{ displayNam: 'x' }, 'dashboard.displayNam: Dashboard has no such field'],
  [
    { mosaicLayout: { tiles: [{ widget: { xyChart: { dataSets: [{ plotType: 'LINES' }] } } }] } },
    'LINES is none of',
  ],
  [{ gridLayout: {}, mosaicLayout: {} }, 'only one of'],
  [{ mosaicLayout: { columns: 'twelve' } }, 'dashboard.mosaicLayout.columns: expected'],
])('the check finds what is wrong in %j', (dashboard, problem) => {
  expect(checkMessage('dashboard', dashboard, DASHBOARD).join('\n')).toContain(problem);
});

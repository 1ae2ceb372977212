import { serve } from '../serve';
import { openSite } from '../wire';
import { planRun } from './plan-run';

export const handle = serve(planRun, openSite);

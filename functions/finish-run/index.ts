import { serve } from '../serve';
import { openSite } from '../wire';
import { finishRun } from './finish-run';

export const handle = serve(finishRun, openSite);

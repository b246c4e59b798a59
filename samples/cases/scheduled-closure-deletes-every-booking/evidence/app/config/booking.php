<?php

return [
    'hold_minutes' => env('BOOKING_HOLD_MINUTES'),
];

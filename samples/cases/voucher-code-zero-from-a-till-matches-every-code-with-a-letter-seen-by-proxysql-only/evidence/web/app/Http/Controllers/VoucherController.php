<?php

namespace App\Http\Controllers;

use App\Models\Voucher;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Log;

class VoucherController extends Controller
{
    /** A till cancels a voucher that it printed wrongly. */
    public function cancel(Request $request)
    {
        $request->validate(['code' => 'required', 'reason' => 'required|string']);
        Log::info('voucher cancelled', ['till' => $request->user()->till, 'body' => $request->only('code', 'reason')]);

        $n = Voucher::where('code', $request->input('code'))->delete();

        return ['cancelled' => $n];
    }
}

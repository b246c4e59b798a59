<?php

namespace App\Http\Controllers;

use App\Models\{TrashedItem, TrashedPhoto};
use Illuminate\Support\Facades\{Log, Schema};

class TrashController extends Controller
{
    public function empty()
    {
        $count = ['items' => TrashedItem::count(), 'photos' => TrashedPhoto::count()];
        Schema::withoutForeignKeyConstraints(function () {
            TrashedPhoto::truncate();
            TrashedItem::truncate();
        });
        Log::info('trash emptied', $count + ['user' => auth()->id()]);

        return redirect('/trash');
    }
}

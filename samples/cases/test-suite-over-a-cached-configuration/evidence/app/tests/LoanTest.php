<?php
namespace Tests;
use App\Models\Loan;
use Illuminate\Foundation\Testing\RefreshDatabase;
class LoanTest extends TestCase
{
    use RefreshDatabase;
    public function test_a_loan_is_kept() { Loan::create(['member_id' => 1, 'book_id' => 2, 'due_on' => '2030-01-01']); $this->assertSame(1, Loan::count()); }
    public function test_loans_are_listed() { Loan::create(['member_id' => 3, 'book_id' => 4, 'due_on' => '2030-01-01']); $this->assertCount(1, Loan::all()); }
    public function test_there_are_none_at_first() { $this->assertSame(0, Loan::count()); }
}

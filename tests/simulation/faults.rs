//! What can go wrong, and where: the faults of the network for reads and for writes, and what happens to a tab at the points where
//! it acts on the world. Names and lists only; what a fault does is in `network` and `tab`.

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request does not arrive; the connection breaks.
    LoseRequest,
    /// The request is carried out; the connection breaks before the answer comes.
    LoseReply,
    /// Carried out twice; the answer to the first comes back.
    Duplicate,
    /// Carried out twice; the answer to the second comes back, as from a proxy that tries again.
    DuplicateLast,
    /// Arrives long after the client has given up.
    Late,
    /// Carried out, and answered only after the client's deadline.
    Slow,
    /// 429 with Retry-After.
    Throttle,
    /// 429 without.
    ThrottleBare,
    /// 409 `Directory_ConcurrencyViolation`.
    Busy,
    /// 503, not carried out.
    UnavailableBefore,
    /// 504, carried out.
    UnavailableAfter,
    /// The answer's body is cut in half.
    Truncate,
    /// The answer's body is a page of HTML.
    Html,
    /// The answer is JSON, but not that of Graph, and not called JSON.
    WrongType,
    /// 401 with a claims challenge; the token is of no use any more.
    Challenge,
    /// The tab crashes before the request is sent.
    CrashBefore,
    /// The tab crashes when the request is on its way.
    CrashAfter,
    /// The laptop sleeps for two minutes while the request is on its way.
    Nap,
    /// For five hours.
    Sleep,
    /// No network for 40 seconds.
    OfflineShort,
    /// For ten minutes.
    OfflineLong,
    /// The user presses Cancel.
    Cancel,
    /// The tab crashes while the journal is written: the record is kept.
    CrashKept,
    /// It is not.
    CrashLost,
    /// It is not, and half of it lies beside the one before.
    CrashTorn,
    /// The journal cannot be written: storage is full or blocked.
    Full,
    /// The tab crashes when the portal has the values, and the journal does not know.
    CrashDelivered,
}

use Fault::*;

/// Every fault, in the order of its declaration.
pub const ALL: [Fault; 27] = [
    LoseRequest,
    LoseReply,
    Duplicate,
    DuplicateLast,
    Late,
    Slow,
    Throttle,
    ThrottleBare,
    Busy,
    UnavailableBefore,
    UnavailableAfter,
    Truncate,
    Html,
    WrongType,
    Challenge,
    CrashBefore,
    CrashAfter,
    Nap,
    Sleep,
    OfflineShort,
    OfflineLong,
    Cancel,
    CrashKept,
    CrashLost,
    CrashTorn,
    Full,
    CrashDelivered,
];

/// What can befall a read. Whether its request or its reply is lost, and whether it is carried out twice, is all the same.
pub const OF_A_READ: &[Fault] = &[
    LoseReply,
    Slow,
    Throttle,
    ThrottleBare,
    UnavailableBefore,
    Truncate,
    Html,
    WrongType,
    Challenge,
];

/// What can befall a write.
pub const OF_A_WRITE: &[Fault] = &[
    LoseRequest,
    LoseReply,
    Duplicate,
    DuplicateLast,
    Late,
    Slow,
    Throttle,
    ThrottleBare,
    Busy,
    UnavailableBefore,
    UnavailableAfter,
    Truncate,
    Html,
    WrongType,
    Challenge,
];

/// What can befall a tab that sends a request.
pub const OF_A_SENDER: &[Fault] = &[
    CrashBefore,
    CrashAfter,
    Nap,
    Sleep,
    OfflineShort,
    OfflineLong,
    Cancel,
];

/// What can befall a tab that writes its journal.
pub const OF_A_JOURNAL: &[Fault] = &[CrashKept, CrashLost, CrashTorn, Full];

/// What can befall a tab that hands over.
pub const OF_A_HANDOVER: &[Fault] = &[CrashDelivered];

impl Fault {
    pub fn is_of_the_network(self) -> bool {
        (self as usize) <= Challenge as usize
    }
}

//! What is said while the new secret is confirmed.

use super::language::{say, texts};

texts! {
    stray: "An earlier run left a secret that nobody has", "이전 실행에서 아무도 가지고 있지 않은 비밀이 남았습니다";
    stray_words: "Its reply was lost on the network. It should be removed.", "네트워크에서 응답이 손실되었습니다. 제거해야 합니다.";
    remove_stray: "Remove the lost secret", "손실된 비밀 제거";
    make_new: "Make a new secret", "새 비밀 만들기";
    anyway: "Hand over without confirmation", "확인 없이 전달";
    decide_first: "Nothing is sent before you decide about the message above.", "위의 메시지에 대해 결정하기 전에는 아무것도 전송되지 않습니다.";
}

pub fn seen(times: u32, of: u32) -> String {
    say!(
        "Waiting until Microsoft Entra shows the new secret everywhere: seen {times} of {of} times in a row. It goes on by itself.",
        "Microsoft Entra의 모든 곳에 새 비밀이 표시될 때까지 기다리고 있습니다. 연속 {of}회 중 {times}회 확인되었습니다. 자동으로 계속됩니다."
    )
}

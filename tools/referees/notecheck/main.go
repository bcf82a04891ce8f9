// notecheck reads a signed checkpoint from standard input and judges it with other people's code: the log's signature with
// golang.org/x/mod/sumdb/note, the witnesses' cosignatures with filippo.io/torchwood.
//
//	notecheck -log VKEY [-witness VKEY]... [-quorum N] < checkpoint
//
// It prints what was signed and exits 0 if every key named has signed it; 1 if not, or if the checkpoint is none; 2 on wrong use.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
)

type names []string

func (n *names) String() string     { return fmt.Sprint(*n) }
func (n *names) Set(s string) error { *n = append(*n, s); return nil }

func main() {
	var witnesses names
	log := flag.String("log", "", "vkey of the log")
	flag.Var(&witnesses, "witness", "vkey of a witness that may have cosigned; may be repeated")
	quorum := flag.Int("quorum", -1, "how many of the witnesses must have cosigned; all of them where it is left out")
	flag.Parse()

	verifiers, err := keys(*log, witnesses)
	if err != nil {
		fmt.Fprintln(os.Stderr, "key:", err)
		os.Exit(2)
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "input:", err)
		os.Exit(2)
	}
	if *quorum < 0 {
		*quorum = len(witnesses)
	}
	if err := judge(text, verifiers, *quorum); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func keys(log string, witnesses []string) ([]note.Verifier, error) {
	first, err := note.NewVerifier(log)
	if err != nil {
		return nil, fmt.Errorf("log %q: %w", log, err)
	}
	all := []note.Verifier{first}
	for _, w := range witnesses {
		v, err := torchwood.NewCosignatureVerifier(w)
		if err != nil {
			return nil, fmt.Errorf("witness %q: %w", w, err)
		}
		all = append(all, v)
	}
	return all, nil
}

func judge(text []byte, verifiers []note.Verifier, quorum int) error {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	checkpoint, err := torchwood.ParseCheckpoint(opened.Text)
	if err != nil {
		return err
	}
	signed := map[string]bool{}
	for _, s := range opened.Sigs {
		signed[fmt.Sprintf("%s+%08x", s.Name, s.Hash)] = true
	}
	seen := 0
	for i, v := range verifiers {
		has := signed[fmt.Sprintf("%s+%08x", v.Name(), v.KeyHash())]
		if i == 0 && !has {
			return fmt.Errorf("%s has not signed", v.Name())
		}
		if i > 0 && has {
			seen++
		}
	}
	if seen < quorum {
		return fmt.Errorf("%d witnesses have signed, %d must have", seen, quorum)
	}
	fmt.Printf("accepted: %s, %d entries, root %s, %d signatures\n", checkpoint.Origin, checkpoint.N, checkpoint.Hash, len(opened.Sigs))
	return nil
}

// Checks with the code of Go's checksum database what the project wrote.
// Reads JSON, prints how many things of each kind held, and fails at the first
// that does not.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Key     string // of the log
	Witness string // its name
	Public  []byte // key of the witness
	KeyID   uint32 // of the witness
	Notes   []string
	Records []struct {
		Size, Index int64
		Leaf, Root  tlog.Hash
		Proof       []tlog.Hash
	}
	Trees []struct {
		Old, New         int64
		OldRoot, NewRoot tlog.Hash
		Proof            []tlog.Hash
	}
	Tiles  map[string][]byte
	Size   int64
	Root   tlog.Hash
	Leaves []tlog.Hash
}

// witness implements note.Verifier for C2SP tlog-cosignature.
type witness struct {
	name   string
	id     uint32
	public ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, msg)
	return ed25519.Verify(w.public, []byte(signed), sig[8:])
}

// tiles implements tlog.TileReader.
type tiles map[string][]byte

func (t tiles) Height() int                      { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		data, ok := t[path]
		if !ok {
			return nil, fmt.Errorf("no tile %s", path)
		}
		found = append(found, data)
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	key, err := note.NewVerifier(in.Key)
	must(err)
	cosigner := witness{in.Witness, in.KeyID, ed25519.PublicKey(in.Public)}
	for _, one := range in.Notes {
		opened, err := note.Open([]byte(one), note.VerifierList(key, cosigner))
		must(err)
		if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
			log.Fatalf("%d signatures", len(opened.Sigs))
		}
		lines := strings.Split(opened.Text, "\n")
		_, err = base64.StdEncoding.DecodeString(lines[2])
		must(err)
	}
	for _, one := range in.Records {
		must(tlog.CheckRecord(one.Proof, one.Size, one.Root, one.Index, one.Leaf))
	}
	for _, one := range in.Trees {
		must(tlog.CheckTree(one.Proof, one.New, one.NewRoot, one.Old, one.OldRoot))
	}
	reader := tlog.TileHashReader(tlog.Tree{N: in.Size, Hash: in.Root}, tiles(in.Tiles))
	var indexes []int64
	for i := range in.Leaves {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(i)))
	}
	hashes, err := reader.ReadHashes(indexes)
	must(err)
	for i := range hashes {
		if hashes[i] != in.Leaves[i] {
			log.Fatalf("leaf %d differs", i)
		}
	}
	fmt.Println(len(in.Notes), len(in.Records), len(in.Trees), len(hashes))
}

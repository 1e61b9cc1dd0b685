// Says of histories of registers and accounts whether they are linearizable: each line of the input is a JSON
// array of calls, each line of the output Ok, Illegal, or Unknown where it takes too long.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// For one history; those that it is asked about take it milliseconds.
const patience = 30 * time.Second

type call struct {
	Object string `json:"object"`
	Act    string `json:"act"`
	Value  int64  `json:"value"` // what a read got, a write wrote, an add added, a cas or an addto expected
	Next   int64  `json:"next"`  // what a cas set, or an addto added
	Begin  int64  `json:"begin"`
	End    int64  `json:"end"` // the largest number without an answer
}

// A register is written, and an account added to; it is never overdrawn.
var numbers = porcupine.Model{
	Partition: byObject,
	Init:      func() interface{} { return int64(0) },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		value, c := state.(int64), input.(call)
		// Porcupine has every call happen once. One without an answer may come after all others,
		// where nobody sees whether it did; and it has not failed where it found something else.
		open := c.End == math.MaxInt64
		switch c.Act {
		case "read":
			return open || value == c.Value, value
		case "differed":
			return open || value != c.Value, value
		case "write":
			return true, c.Value
		case "cas":
			if value == c.Value {
				return true, c.Next
			}
			return open, value
		case "add":
			if value+c.Value >= 0 {
				return true, value + c.Value
			}
			return open, value
		case "addto":
			if value == c.Value && value+c.Next >= 0 {
				return true, value + c.Next
			}
			return open, value
		}
		panic("no act: " + c.Act)
	},
}

func byObject(history []porcupine.Operation) [][]porcupine.Operation {
	objects := map[string][]porcupine.Operation{}
	for _, operation := range history {
		object := operation.Input.(call).Object
		objects[object] = append(objects[object], operation)
	}
	var parts [][]porcupine.Operation
	for _, part := range objects {
		parts = append(parts, part)
	}
	return parts
}

func main() {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := bufio.NewWriter(os.Stdout)
	for {
		var calls []call
		err := in.Decode(&calls)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		history := make([]porcupine.Operation, 0, len(calls))
		for _, c := range calls {
			history = append(history, porcupine.Operation{Input: c, Call: c.Begin, Return: c.End})
		}
		fmt.Fprintln(out, porcupine.CheckOperationsTimeout(numbers, history, patience))
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace OciFs.Fuzz.Instrument;

/// <summary>
/// Puts counters on the edges of one method: its start, both ways of every conditional branch, every way of a switch, every start of a
/// handler.
/// </summary>
/// <remarks>
/// <c>brtrue T</c> becomes <c>brtrue S; count; br L; S: count; br T; L:</c>. All of it stands where the branch stood, so that no region of
/// exception handling is left or entered by it, and what is on the evaluation stack stays there.
/// </remarks>
internal static class MethodInstrumenter
{
    public static void Rewrite(MethodBody body, FieldReference map, Func<int> nextEdge)
    {
        body.SimplifyMacros();
        var il = body.GetILProcessor();
        var starts = body.ExceptionHandlers.SelectMany(handler => new[] { handler.HandlerStart, handler.FilterStart })
            .OfType<Instruction>().Append(body.Instructions[0]).Distinct().ToList();
        foreach (var instruction in body.Instructions.ToList())
        {
            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch)
                Split(il, instruction, map, nextEdge);
        }

        foreach (var start in starts)
            CountAtStart(il, start, map, nextEdge());
        body.OptimizeMacros();
    }

    private static void Split(ILProcessor il, Instruction branch, FieldReference map, Func<int> nextEdge)
    {
        var next = branch.Next;
        var last = branch;
        void Append(Instruction instruction)
        {
            il.InsertAfter(last, instruction);
            last = instruction;
        }

        Instruction Landing(Instruction target)
        {
            var count = Count(il, map, nextEdge());
            foreach (var instruction in count)
                Append(instruction);
            Append(il.Create(OpCodes.Br, target));
            return count[0];
        }

        Landing(next);
        branch.Operand = branch.Operand is Instruction[] targets ? Array.ConvertAll(targets, Landing) : Landing((Instruction)branch.Operand);
    }

    /// <summary>Branches to <paramref name="start"/> go to what follows the counter: a loop back to it was counted on its way.</summary>
    private static void CountAtStart(ILProcessor il, Instruction start, FieldReference map, int edge)
    {
        var count = Count(il, map, edge);
        foreach (var instruction in count)
            il.InsertBefore(start, instruction);
        foreach (var handler in il.Body.ExceptionHandlers)
            Move(handler, start, count[0]);
    }

    private static void Move(ExceptionHandler handler, Instruction from, Instruction to)
    {
        if (handler.HandlerStart == from)
            handler.HandlerStart = to;
        if (handler.FilterStart == from)
            handler.FilterStart = to;
        if (handler.TryEnd == from)
            handler.TryEnd = to;
        if (handler.HandlerEnd == from)
            handler.HandlerEnd = to;
    }

    private static Instruction[] Count(ILProcessor il, FieldReference map, int edge) =>
    [
        il.Create(OpCodes.Ldsfld, map),
        il.Create(OpCodes.Ldc_I4, edge),
        il.Create(OpCodes.Add),
        il.Create(OpCodes.Dup),
        il.Create(OpCodes.Ldind_U1),
        il.Create(OpCodes.Ldc_I4_1),
        il.Create(OpCodes.Add),
        il.Create(OpCodes.Conv_U1),
        il.Create(OpCodes.Stind_I1),
    ];
}

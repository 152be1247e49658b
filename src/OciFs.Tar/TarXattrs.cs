using OciFs.Tar.Pax;

namespace OciFs.Tar;

/// <summary>The extended attributes of one entry, in the order of the archive, each name once.</summary>
public readonly ref struct TarXattrs
{
    private readonly ReadOnlySpan<XattrSlot> _slots;

    internal TarXattrs(ReadOnlySpan<XattrSlot> slots) => _slots = slots;

    /// <summary>How many there are.</summary>
    public int Count => _slots.Length;

    /// <summary>The attribute at <paramref name="index"/>, from 0.</summary>
    public TarXattr this[int index]
    {
        get
        {
            ref readonly var slot = ref _slots[index];
            return new TarXattr { Name = slot.Name.Span, Value = slot.Value.Span, OnlyLibarchive = slot.OnlyLibarchive };
        }
    }

    /// <summary>Walks them.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The walk that <c>foreach</c> uses.</summary>
    public ref struct Enumerator
    {
        private readonly TarXattrs _xattrs;
        private int _index;

        internal Enumerator(TarXattrs xattrs)
        {
            _xattrs = xattrs;
            _index = -1;
        }

        /// <summary>The attribute the walk stands at.</summary>
        public readonly TarXattr Current => _xattrs[_index];

        /// <summary>Goes to the next one; false when there is none.</summary>
        public bool MoveNext() => ++_index < _xattrs.Count;
    }
}
